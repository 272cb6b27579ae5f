import { render } from 'preact';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/charts.css';

const place = document.getElementById('app');
if (place) render(<App />, place);
